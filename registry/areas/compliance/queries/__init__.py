"""What pages read of compliance. SQL lives here only; every list goes by key and through an index."""
