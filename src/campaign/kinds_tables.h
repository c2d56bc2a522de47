#pragma once
// The tables of fields behind kinds.h, one a kind, and the small objects that several kinds share. Private to
// the module.

#include <array>
#include <span>

#include "model/fields.h"

namespace herald::campaign {

using model::FieldDefinition;
using model::FieldType;
using model::Need;

/// start and end of a period.
std::span<const FieldDefinition> period_fields();
/// A deadline: due, what, who, to, via …
std::span<const FieldDefinition> deadline_fields();
/// Whom to ask: role, telephone, mail.
std::span<const FieldDefinition> contact_person_fields();
/// A leading group: chair, members, office.
std::span<const FieldDefinition> organisation_fields();

/// The fields that are a kind's own, one function a kind.
std::span<const FieldDefinition> notice_fields();
std::span<const FieldDefinition> plan_fields();
std::span<const FieldDefinition> slogans_fields();
std::span<const FieldDefinition> schedule_fields();
std::span<const FieldDefinition> event_fields();
std::span<const FieldDefinition> material_fields();
std::span<const FieldDefinition> form_fields();
std::span<const FieldDefinition> contact_fields();
std::span<const FieldDefinition> news_fields();

}  // namespace herald::campaign
