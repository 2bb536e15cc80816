"""What truly went out, told to those who have to know: ledger lines → figures, each with the lines it comes from."""
