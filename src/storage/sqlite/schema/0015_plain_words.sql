-- Schema 15: people are found without the marks of their letters, "muller" for one with two dots. Opening the database fills
-- the table again (fill_words.h).
DELETE FROM user_words;
