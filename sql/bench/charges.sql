-- bench charges
-- How many charges, payers and diagnoses a warehouse holds, and what was charged in all, in ten-thousandths.
SELECT
    count(*) AS charges,
    (SELECT count(*) FROM tebra.charge_payers) AS charge_payers,
    (SELECT count(*) FROM tebra.charge_diagnoses) AS charge_diagnoses,
    (sum(total_charges) * 10000)::BIGINT AS total_charges
FROM tebra.charges;
