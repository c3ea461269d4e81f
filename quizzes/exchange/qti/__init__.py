"""QTI 2.1 and 3.0 items and packages (1EdTech). Inside, elements carry the names of 2.1; ``names.py`` turns them."""
