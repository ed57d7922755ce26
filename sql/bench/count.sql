-- bench count
-- How many claims and how many of their lines a warehouse holds.
SELECT (SELECT count(*) FROM tpastream.claims), (SELECT count(*) FROM tpastream.claim_lines);
