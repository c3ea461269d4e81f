"""From a lesson to its trainer: a mistake somebody found, or a question. Without an account too."""
