-- report tpastream_claim
-- One claim with its lines, by tenant ($1) and claim_medical_id ($2); money and codes only,
-- nothing that names a person.
SELECT c.claim_medical_id, l._ordinal + 1 AS line, l.* EXCLUDE (claim_medical_id, _tenant, _window, _page, _record,
    _ordinal, _extracted_at, _hash, _rejected, _extra)
FROM tpastream.claims AS c
LEFT JOIN tpastream.claim_lines AS l ON l._tenant = c._tenant AND l.claim_medical_id = c.claim_medical_id
WHERE c._tenant = $1 AND c.claim_medical_id = $2
ORDER BY l._ordinal;
