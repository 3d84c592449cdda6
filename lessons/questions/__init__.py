"""Questions: their forms, what an answer is worth, how sure learners are, what they mistake."""
