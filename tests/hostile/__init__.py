"""Malicious programs, all of them run inside the sandbox of the shipped binary."""
