"""The command `theorems`."""
