"""认定: from an instrument to reasons and a proposal.

Keeps      the reading of judgments; how numbers, dates and amounts are written; proportionality; windows.
Promises   every proposal lists the steps that led to it; the same facts give the same answer anywhere.
Refuses    to decide: the competent organ decides every status that harms someone.
Start at   judgments/, then case_numbers.py, written_dates.py, written_amounts.py.
"""
