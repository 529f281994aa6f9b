-- Schema 17: a list tells the clock's time of a program that was stopped because it waited, not the 17 ms that it computed.
ALTER TABLE submissions ADD COLUMN waited_ms INTEGER NOT NULL DEFAULT 0;
