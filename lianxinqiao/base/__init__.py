"""Workflow tables, refusals, Actor, Ref, clock, encrypted fields, the field registry, files, jobs, papers.

Knows no domain word.
"""
