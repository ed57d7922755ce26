-- report tpastream_as_of
-- How many claims there were at a moment ($1), what was billed for them and what was paid.
SELECT count(*) AS claims, sum(amount_billed) AS amount_billed, sum(amount_paid) AS amount_paid
FROM history.tpastream_claims_as_of($1);
