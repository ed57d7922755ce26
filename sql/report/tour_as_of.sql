-- report tour_as_of
-- How many claims there were at a moment ($1) and there are now, what was billed and what was paid.
SELECT 'then' AS moment, count(*) AS claims, sum(amount_billed) AS billed, sum(amount_paid) AS paid
FROM history.tpastream_claims_as_of($1)
UNION ALL
SELECT 'now', count(*), sum(amount_billed), sum(amount_paid)
FROM tpastream.claims;
