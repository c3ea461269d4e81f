"""What is printed for a session: one PDF that makes a village without network as good as one with."""
