-- report tour_versions
-- Every version of the claim that was changed last, oldest first.
SELECT
    claim_medical_id AS claim, op, valid_from, valid_to, status, amount_billed AS billed,
    amount_paid AS paid
FROM history.tpastream_claims
WHERE (_tenant, claim_medical_id) = (
    SELECT (_tenant, claim_medical_id)
    FROM history.tpastream_claims
    WHERE op = 'update'
    ORDER BY valid_from DESC, claim_medical_id DESC
    LIMIT 1
)
ORDER BY valid_from;
