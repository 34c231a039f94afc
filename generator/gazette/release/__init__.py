"""What a release must pass, how it is recorded, and whether the record still holds."""
