package simulator

import "strconv"

func practiceScope() *scope {
	return &scope{
		ident: (*row).practiceKey,
		since: func(r *row) int64 { return r.practice.created },
		members: map[string]maker{
			"ID":                  func(r *row) value { return num(r.practice.id) },
			"PracticeName":        func(r *row) value { return text(r.practice.name) },
			"Active":              func(*row) value { return yes(true) },
			"CreatedDate":         func(r *row) value { return clock(r.practice.created) },
			"LastModifiedDate":    func(r *row) value { return clock(r.practice.modified) },
			"SubscriptionEdition": func(*row) value { return text("Complete") },
			"TaxID":               func(r *row) value { return text("00-000000" + strconv.FormatInt(r.practice.id%10, 10)) },
		},
	}
}

func providerScope() *scope {
	return &scope{
		ident: func(r *row) uint64 { return uint64(r.provider.id) },
		since: func(r *row) int64 { return r.provider.created },
		members: map[string]maker{
			"ID":               func(r *row) value { return num(r.provider.id) },
			"PracticeID":       func(r *row) value { return num(r.practice.id) },
			"PracticeName":     func(r *row) value { return text(r.practice.name) },
			"FirstName":        func(r *row) value { return text(r.provider.first) },
			"LastName":         func(r *row) value { return text(r.provider.last) },
			"FullName":         func(r *row) value { return text(r.provider.name()) },
			"CreatedDate":      func(r *row) value { return clock(r.provider.created) },
			"LastModifiedDate": func(r *row) value { return clock(r.provider.modified) },
			"Active":           func(*row) value { return yes(true) },
			"Type": func(r *row) value {
				if r.provider.referring {
					return text("Referring Provider")
				}
				return text("Normal Provider")
			},
		},
	}
}

func locationScope() *scope {
	s := &scope{
		ident: func(r *row) uint64 { return uint64(r.location.id) },
		since: func(r *row) int64 { return r.location.created },
		members: map[string]maker{
			"ID":                 func(r *row) value { return num(r.location.id) },
			"PracticeID":         func(r *row) value { return num(r.practice.id) },
			"PracticeName":       func(r *row) value { return text(r.practice.name) },
			"Name":               func(r *row) value { return text(r.location.name) },
			"BillingName":        func(r *row) value { return text(r.practice.name + ", " + r.location.name) },
			"PlaceOfService":     func(*row) value { return text("11") },
			"PlaceOfServiceCode": func(*row) value { return text("11") },
			"PlaceOfServiceName": func(*row) value { return text("Office") },
			"CreatedDate":        func(r *row) value { return clock(r.location.created) },
			"ModifiedDate":       func(r *row) value { return clock(r.location.modified) },
		},
	}
	return s
}

// placeScope is a location as patients and charges spell it: with other names for the same members.
func placeScope() *scope {
	s := locationScope()
	s.members["Id"] = s.members["ID"]
	for other, name := range map[string]string{
		"Fax": "FaxPhone", "FaxExt": "FaxPhoneExt", "FacilityID": "HCFABox32FacilityID", "FacilityIdType": "FacilityIDType",
	} {
		s.members[other] = s.anything(name, kindText)
	}
	for _, name := range []string{"AddressLine1", "AddressLine2", "City", "State", "ZipCode", "Country"} {
		s.members["Name"+name] = s.anything(name, kindText)
	}
	return s
}

func codeScope() *scope {
	return &scope{
		ident: func(r *row) uint64 { return uint64(r.code.id) },
		since: func(r *row) int64 { return r.code.created },
		members: map[string]maker{
			"ID":               func(r *row) value { return num(r.code.id) },
			"ProcedureCode":    func(r *row) value { return text(r.code.code) },
			"OfficialName":     func(r *row) value { return text(r.code.name) },
			"Active":           func(r *row) value { return yes(!r.code.retired) },
			"CustomerSpecific": func(r *row) value { return yes(r.code.custom) },
			"DrugName":         func(r *row) value { return text(r.code.drug) },
			"NDC":              func(r *row) value { return text(r.code.ndc) },
			"CreatedDate":      func(r *row) value { return clock(r.code.created) },
			"ModifiedDate":     func(r *row) value { return clock(r.code.modified) },
			"PracticeName": func(r *row) value {
				if r.code.custom {
					return text(r.w.practices[0].name)
				}
				return value{}
			},
		},
	}
}

func vendorScope() *scope {
	return &scope{members: map[string]maker{
		"ExternalVendorID":   func(r *row) value { return num(r.vendor.id) },
		"ExternalVendorName": func(r *row) value { return text(r.vendor.name) },
	}}
}

func throttleScope() *scope {
	return &scope{members: map[string]maker{
		"Endpoint":       func(r *row) value { return text(r.throttle.endpoint) },
		"ThrottleTimeMs": func(r *row) value { return text(r.throttle.ms) },
	}}
}

func customerScope() *scope {
	return &scope{members: map[string]maker{
		"CustomerId":   func(r *row) value { return num(r.customer) },
		"IsAuthorized": func(r *row) value { return yes(r.customer > 0) },
	}}
}

func reasonScope() *scope {
	return &scope{
		ident: func(r *row) uint64 { return uint64(r.reason.id) },
		since: func(r *row) int64 { return r.practice.created },
		members: map[string]maker{
			"AppointmentReasonId":    func(r *row) value { return num(r.reason.id) },
			"PracticeId":             func(r *row) value { return num(r.practice.id) },
			"Name":                   func(r *row) value { return text(r.reason.name) },
			"DefaultDurationMinutes": func(r *row) value { return num(15 + r.reason.id%4*15) },
		},
	}
}
