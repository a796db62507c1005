"""What each person can open and write, found in the addresses and the pages."""
