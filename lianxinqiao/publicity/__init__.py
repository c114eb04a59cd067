"""Stories from finished work, media reports, feeds. Empty yet."""
