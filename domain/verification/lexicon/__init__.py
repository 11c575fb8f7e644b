"""What Japanese says by itself, without any company: harmless words, speech acts, marks of a claim."""
