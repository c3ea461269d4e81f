"""Units and cadres by the thousand, from spreadsheets: looked through first, carried out when a person says so.

A spreadsheet says how things should stand; what is done is the difference to how they stand. So the same file twice
changes nothing, and a run that was interrupted goes on where it stopped.
"""
