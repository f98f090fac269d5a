"""What is told about a delivery: releases, findings and debts, by one set of acts, forms and words."""
