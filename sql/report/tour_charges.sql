-- report tour_charges
-- The newest charges that more than one payer has paid something of: what was charged, who paid and how much. It names
-- nobody.
WITH shared AS (
    SELECT _tenant, practice_id, charge_id
    FROM tebra.charge_payers
    WHERE coalesce(insurance_payment, payment_amount) > 0
    GROUP BY ALL
    HAVING count(*) > 1
    ORDER BY charge_id DESC, practice_id
    LIMIT 4
)
SELECT
    c.practice_id AS practice, c.id AS charge, c.procedure_code AS "procedure",
    c.service_start_date AS "day", c.total_charges AS charged, p.payer,
    left(p.company_name, 18) AS company, coalesce(p.insurance_payment, p.payment_amount) AS paid
FROM shared AS s
JOIN tebra.charge_payers AS p USING (_tenant, practice_id, charge_id)
JOIN tebra.charges AS c
    ON c._tenant = s._tenant AND c.practice_id = s.practice_id AND c.id = s.charge_id
ORDER BY charge DESC, practice, p._ordinal;
