package simulator

import "strings"

// What follows are the fields that a shape does not carry, by table and path. Everything else in models/tpastream is
// written. A trailing * stands for the rest of a name.

// shared is carried by no known answer of any shape.
const shared = `
claims.computed_amount_not_covered claims.computed_discount
`

const v1Lacks = `
claims.uuid claims.total_amount_* claims.total_co* claims.total_reduction claims.exports
claim_lines.id claim_lines.uuid claim_lines.polymorphic*
claim_members.first_name claim_members.last_name claim_members.system_key
employers.id employers.eligible_payers employers.tenant.id employer_payers.id
members.system_key members.tenant.id
policy_holders.id policy_holders.first_name policy_holders.last_name
`

// What the page of 2022 did not have yet.
const v1Lacked = `
claims.computed_* claims.incurred_value claims.is_incomplete claims.recrawl_requested claims.date_column
claims.patient_payer_number
claim_lines.national_drug_code claim_lines.prescription_* claim_lines.days_supply claim_lines.quantity
claim_dependents.member_id claim_dependents.middle_name claim_dependents.address claim_dependents.gender
claim_dependents.date_of_birth claim_dependents.relationship
employers.archived employers.support_logo_derived employers.support_name_derived
employers.tenant.alegeus_key_enabled employers.tenant.vendor_tenants
members.first_name_derived members.last_name_derived members.full_name_derived
members.tenant.alegeus_key_enabled members.tenant.vendor_tenants
`

const webhookLacks = `
claims.uuid claims.read claims.read_all
claim_lines.id claim_lines.uuid
claim_members.full_name claim_members.employer_id claim_members.employer.reimbursement_policy claim_members.system_key
employers.id employers.eligible_payers employers.tenant.id employer_payers.id
members.system_key members.tenant.id
policy_holders.policy_holder_id policy_holders.fullname
`

// What the webhook of 2020 had and the one of 2021 has not.
const webhookDropped = `
claims.policy_holder_fullname claims.total_* claims.exports claims.recrawl_requested
claim_lines.polymorphic* claim_lines.total_patient_responsibility
`

const v2Lacks = `
claims.claim_medical_id claims.policy_holder_id claims.policy_holder_fullname claims.total_* claims.read
claims.read_all claims.exports claims.type.type_id
claim_lines.claim_medical_line_id claim_lines.polymorphic* claim_lines.total_patient_responsibility
claim_members.full_name claim_members.employer_id
employers.employer_id employers.tenant.tenant_id employer_payers.payer_id
members.full_name members.employer_id members.tenant.tenant_id
policy_holders.policy_holder_id policy_holders.fullname
`

// A lack is a set of fields.
type lack struct {
	names    map[string]bool
	prefixes []string
}

func lacks(style Style, shape Shape) lack {
	text := shared
	switch {
	case shape == V2:
		text += v2Lacks
	case shape == Webhook && style == Style2022:
		text += webhookLacks
	case shape == Webhook:
		text += webhookLacks + webhookDropped
	case style == Style2022:
		text += v1Lacks + v1Lacked
	default:
		text += v1Lacks
	}
	out := lack{names: map[string]bool{}}
	for name := range strings.FieldsSeq(text) {
		if prefix, ok := strings.CutSuffix(name, "*"); ok {
			out.prefixes = append(out.prefixes, prefix)
		} else {
			out.names[name] = true
		}
	}
	return out
}

func (l lack) has(table, path string) bool {
	name := table + "." + path
	if l.names[name] {
		return true
	}
	for _, prefix := range l.prefixes {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
