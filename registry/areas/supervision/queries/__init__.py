"""What the pages of supervision read beside books: credit grades, and who must be insured and is not."""
