"""Hosts of other kinds than this one: virtual machines that the tests make themselves, in software emulation."""
