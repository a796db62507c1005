"""What takes how long: in this process, through HTTP, after a restart, for a paper."""
