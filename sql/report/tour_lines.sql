-- report tour_lines
-- One claim with its lines, by tenant ($1) and claim_medical_id ($2): codes, days and money, no names.
SELECT
    c.claim_medical_id AS claim, l._ordinal + 1 AS line, left(l.procedure_code, 5) AS "procedure",
    l.date_of_service_start AS first_day, l.amount_billed AS billed, l.amount_allowed AS allowed,
    l.amount_paid AS paid, l.reduction AS deductible
FROM tpastream.claims AS c
JOIN tpastream.claim_lines AS l USING (_tenant, claim_medical_id)
WHERE c._tenant = $1 AND c.claim_medical_id = $2
ORDER BY line;
