-- load clear
-- The working tables of a merge are dropped, so that they hold no memory.
DROP VIEW IF EXISTS winners;
DROP TABLE IF EXISTS temp.arrived;
DROP TABLE IF EXISTS temp.repeated;
DROP TABLE IF EXISTS temp.losers;
DROP TABLE IF EXISTS temp.judged;
DROP TABLE IF EXISTS temp.absent;
DROP TABLE IF EXISTS temp.present_again;
DROP TABLE IF EXISTS temp.changed;
DROP TABLE IF EXISTS temp.ending;
DROP TABLE IF EXISTS temp.last_closed;
