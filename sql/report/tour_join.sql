-- report tour_join
-- People whom three APIs know by the same name and day of birth, and what each of them has: the charges in Tebra, the
-- encounters in Nextech, the appointments in Supergood. It names nobody.
WITH same AS (
    SELECT
        row_number() OVER (ORDER BY t.dob, t._tenant, t.practice_id, t.id) AS person,
        t._tenant AS t_tenant, t.practice_id AS t_practice, t.id AS t_id,
        n._tenant AS n_tenant, n.practice_id AS n_practice, n.patient_id AS n_id,
        s._tenant AS s_tenant, s.id AS s_id
    FROM tebra.patients AS t
    JOIN nextech.patients AS n
        ON n.dob = t.dob AND lower(n.last_name) = lower(t.last_name) AND lower(n.first_name) = lower(t.first_name)
    JOIN supergood.patients AS s
        ON s.date_of_birth = t.dob AND lower(s.last_name) = lower(t.last_name)
        AND lower(s.first_name) = lower(t.first_name)
),
charges AS (
    SELECT _tenant, practice_id, patient_id, count(*) AS charges, sum(total_charges) AS charged
    FROM tebra.charges GROUP BY ALL
),
encounters AS (
    SELECT _tenant, practice_id, patient_id, count(*) AS encounters, max(encounter_date)::DATE AS last_seen
    FROM nextech.encounters GROUP BY ALL
),
appointments AS (
    SELECT _tenant, patient_id, count(*) AS appointments, max(start_at)::DATE AS last_booked
    FROM supergood.appointments GROUP BY ALL
)
SELECT
    p.person, coalesce(c.charges, 0) AS tebra_charges, c.charged, coalesce(e.encounters, 0) AS nextech_encounters,
    e.last_seen, coalesce(a.appointments, 0) AS supergood_appointments, a.last_booked
FROM same AS p
LEFT JOIN charges AS c ON c._tenant = p.t_tenant AND c.practice_id = p.t_practice AND c.patient_id = p.t_id
LEFT JOIN encounters AS e ON e._tenant = p.n_tenant AND e.practice_id = p.n_practice AND e.patient_id = p.n_id
LEFT JOIN appointments AS a ON a._tenant = p.s_tenant AND a.patient_id = p.s_id
ORDER BY p.person
LIMIT 12;
