-- report tour_claim
-- A claim to look at: the newest one that has between three and six lines, dates and a payment.
SELECT _tenant, claim_medical_id
FROM tpastream.claims
WHERE claim_medical_lines_count BETWEEN 3 AND 6 AND amount_paid > 0
ORDER BY createddate DESC, claim_medical_id DESC
LIMIT 1;
