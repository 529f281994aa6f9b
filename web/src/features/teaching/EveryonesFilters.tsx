import { Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { SearchPicker } from "@/components/SearchPicker";
import { FilterPill, SubmissionFilters } from "@/components/SubmissionFilters";
import type { EveryonesFilter } from "@/lib/api/endpoints/submissions";
import { usersQuery } from "@/lib/api/endpoints/users";
import { text } from "@/lib/text";

function useFoundUsers(search: string, wanted: boolean) {
  const { data } = useQuery({ ...usersQuery({ search }), enabled: wanted });
  return (data?.rows ?? []).map(({ _id, name, email }) => ({ value: _id, label: `${name} (${email})` }));
}

interface FiltersProps {
  filter: EveryonesFilter;
  /** User id -> name. */
  names: Map<string, string> | undefined;
  change: (next: EveryonesFilter) => void;
}

/** With which verdict, in which language, of what, and whose. */
export function EveryonesFilters({ filter, names, change }: FiltersProps) {
  const set = (userId: string | undefined) => change({ ...filter, userId, page: undefined });
  return (
    <Group mb="md" gap="sm">
      <SubmissionFilters filter={filter} change={change} />
      {filter.userId ? (
        <FilterPill label={text.submissions.ofUser(names?.get(filter.userId) ?? text.submissions.goneUser)} onRemove={() => set(undefined)} />
      ) : (
        <SearchPicker label={text.submissions.user} useFound={useFoundUsers} pick={set} />
      )}
    </Group>
  );
}
