"""Figures as pictures, drawn on this machine."""
