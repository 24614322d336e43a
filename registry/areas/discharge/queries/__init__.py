"""What pages read of discharge rights. SQL lives here only; every list goes by key and through an index."""
