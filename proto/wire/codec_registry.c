#include <assert.h>

#include "giothong.pb-c.h"

#include "wire/codec.h"
#include "wire/query.h"
#include "wire/report.h"

static_assert(offsetof(struct registry_entry, kind) == 0, "codec.h looks for a union's kind there");

#define PB Gh__OtherDays
#define OURS struct other_days
static const struct codec_field other_days_fields[] = {
    STR(org, WIRE_CODE_BYTES_MAX),
    STR(org_name, WIRE_NAME_BYTES_MAX),
    I32(from),
    I32(to),
};
#undef PB
#undef OURS
const struct codec_message codec_registry_other_days = {.name = "other_days",
    .pb = &gh__other_days__descriptor,
    FIELDS(other_days_fields),
    .size = sizeof(struct other_days)};

#define PB Gh__Org
#define OURS struct org_entry
static const struct codec_field org_fields[] = {
    STR(code, WIRE_CODE_BYTES_MAX),
    I32(valid_from),
    I32(valid_to),
    STR(name, WIRE_NAME_BYTES_MAX),
    STR(full_name, WIRE_NAME_BYTES_MAX),
    ENUM(kind, ORG_COUNT_),
    STR(type, WIRE_NAME_BYTES_MAX),
    STR(parent, WIRE_CODE_BYTES_MAX),
    STR(sector, WIRE_CODE_BYTES_MAX),
    STR(continues_code, WIRE_CODE_BYTES_MAX),
    I32(continues_day),
};
#undef PB
#undef OURS
static const struct codec_message org_message = {.name = "org",
    .pb = &gh__org__descriptor,
    FIELDS(org_fields),
    .size = sizeof(struct org_entry)};

#define PB Gh__Succession
#define OURS struct succession_entry
static const struct codec_field succession_fields[] = {
    STR(old_code, WIRE_CODE_BYTES_MAX),
    STR(new_code, WIRE_CODE_BYTES_MAX),
    I32(effective),
    ENUM(kind, SUCCESSION_COUNT_),
    ENUM(area, EXTENT_COUNT_),
    ENUM(people, EXTENT_COUNT_),
    STR(basis, WIRE_NOTE_BYTES_MAX),
};
#undef PB
#undef OURS
static const struct codec_message succession_message = {.name = "succession",
    .pb = &gh__succession__descriptor,
    FIELDS(succession_fields),
    .size = sizeof(struct succession_entry)};

#define PB Gh__Alias
#define OURS struct alias_entry
static const struct codec_field alias_fields[] = {
    STR(code, WIRE_CODE_BYTES_MAX),
    I32(day),
    STR(name, WIRE_NAME_BYTES_MAX),
};
#undef PB
#undef OURS
static const struct codec_message alias_message = {.name = "alias",
    .pb = &gh__alias__descriptor,
    FIELDS(alias_fields),
    .size = sizeof(struct alias_entry)};

#define PB Gh__Population
#define OURS struct population_entry
static const struct codec_field population_fields[] = {
    STR(code, WIRE_CODE_BYTES_MAX),
    I32(day),
    U32(year),
    I64(persons),
    STR(source, WIRE_NOTE_BYTES_MAX),
};
#undef PB
#undef OURS
const struct codec_message codec_registry_population = {.name = "population",
    .pb = &gh__population__descriptor,
    FIELDS(population_fields),
    .size = sizeof(struct population_entry)};

#define PB Gh__CatalogueRow
#define OURS struct catalogue_entry
static const struct codec_field catalogue_fields[] = {
    U32_UP_TO(ind, WIRE_IND_MAX),
    STR(code, WIRE_CODE_BYTES_MAX),
    STR(name, WIRE_NAME_BYTES_MAX),
};
#undef PB
#undef OURS
static const struct codec_message catalogue_message = {.name = "catalogue",
    .pb = &gh__catalogue_row__descriptor,
    FIELDS(catalogue_fields),
    .size = sizeof(struct catalogue_entry)};

#define PB Gh__Campaign
#define OURS struct campaign_entry
static const struct codec_field campaign_fields[] = {
    STR(code, WIRE_CODE_BYTES_MAX),
    STR(name, WIRE_NAME_BYTES_MAX),
    I32(from),
    I32(to),
    STR(org, WIRE_CODE_BYTES_MAX),
};
#undef PB
#undef OURS
const struct codec_message codec_registry_campaign = {.name = "campaign",
    .pb = &gh__campaign__descriptor,
    FIELDS(campaign_fields),
    .size = sizeof(struct campaign_entry)};

#define PB Gh__Sector
#define OURS struct sector_entry
static const struct codec_field sector_fields[] = {
    STR(code, WIRE_CODE_BYTES_MAX),
    STR(name, WIRE_NAME_BYTES_MAX),
    STR(org, WIRE_CODE_BYTES_MAX),
    STRINGS(aliases, WIRE_NAME_BYTES_MAX),
};
#undef PB
#undef OURS
static const struct codec_message sector_message = {.name = "sector",
    .pb = &gh__sector__descriptor,
    FIELDS(sector_fields),
    .size = sizeof(struct sector_entry)};

#define PB Gh__PlanYear
#define OURS struct plan_year_entry
static const struct codec_field plan_year_fields[] = {
    STR(org, WIRE_CODE_BYTES_MAX),
    U32(start_month),
    U32(start_day),
};
#undef PB
#undef OURS
static const struct codec_message plan_year_message = {.name = "plan_year",
    .pb = &gh__plan_year__descriptor,
    FIELDS(plan_year_fields),
    .size = sizeof(struct plan_year_entry)};

#define PB Gh__Round
#define OURS struct round_entry
static const struct codec_field round_fields[] = {
    STR(code, WIRE_CODE_BYTES_MAX),
    STR(name, WIRE_NAME_BYTES_MAX),
    STR(org, WIRE_CODE_BYTES_MAX),
    I32(from),
    I32(cut_off),
    I32(due),
    STR(addressee, WIRE_NAME_BYTES_MAX),
};
#undef PB
#undef OURS
const struct codec_message codec_registry_round = {.name = "round",
    .pb = &gh__round__descriptor,
    FIELDS(round_fields),
    .size = sizeof(struct round_entry)};

#define PB Gh__Registry
#define OURS struct registry_entry
static const struct codec_field registry_fields[] = {
    ENUM(kind, REGISTRY_COUNT_),
    ARM(org, 1U << REGISTRY_ORG | 1U << REGISTRY_FACILITY, struct org_entry, org_message),
    ARM(succession, 1U << REGISTRY_SUCCESSION, struct succession_entry, succession_message),
    ARM(alias, 1U << REGISTRY_ALIAS, struct alias_entry, alias_message),
    ARM(population, 1U << REGISTRY_POPULATION, struct population_entry, codec_registry_population),
    ARM(catalogue, 1U << REGISTRY_CATALOGUE, struct catalogue_entry, catalogue_message),
    ARM(campaign, 1U << REGISTRY_CAMPAIGN, struct campaign_entry, codec_registry_campaign),
    ARM(sector, 1U << REGISTRY_SECTOR, struct sector_entry, sector_message),
    ARM(plan_year, 1U << REGISTRY_PLAN_YEAR, struct plan_year_entry, plan_year_message),
    ARM(round, 1U << REGISTRY_ROUND, struct round_entry, codec_registry_round),
};
#undef PB
#undef OURS
const struct codec_message codec_registry_entry = {.name = "registry",
    .pb = &gh__registry__descriptor,
    FIELDS(registry_fields),
    .size = sizeof(struct registry_entry),
    .kinds_n = REGISTRY_COUNT_};
