"""Services as Open Referral UK has them: feeds and packages in, to what the rest of Rolecall can take."""
