"""Questions tested before students see them: their known slips by name, and rewritings of their formula."""
