"""What the answers tell about the questions. The database adds up (``sums.py``), arithmetic without a database makes
figures of it (``figures.py``), ``words.py`` says what they may mean, ``analyse.py`` keeps them as a dated row.
"""
