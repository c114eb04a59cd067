"""The register of studios: life, enrolment, duty; later checklists, walls, prints, booking."""
