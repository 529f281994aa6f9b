"""The shipped binary as its users meet it: started, spoken to over HTTP, stopped. Used by end_to_end and hostile."""
