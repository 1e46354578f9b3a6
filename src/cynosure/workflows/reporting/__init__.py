"""Fill a report: every figure asked once, every text masked."""
