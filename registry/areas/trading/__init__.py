"""The market (交易): listed orders, deals, and money against units."""
