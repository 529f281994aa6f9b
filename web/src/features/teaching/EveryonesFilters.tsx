import { Group } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { SearchPicker } from "@/components/SearchPicker";
import { FilterPill, SubmissionFilters } from "@/components/SubmissionFilters";
import type { EveryonesFilter } from "@/lib/api/resources/submissions";
import { rememberUserName, userNameQuery, usersQuery } from "@/lib/api/resources/users";
import { isolated } from "@/lib/bidi";
import { text } from "@/lib/text";

function useFoundUsers(search: string, wanted: boolean) {
  const client = useQueryClient();
  const { data } = useQuery({ ...usersQuery({ search }), enabled: wanted });
  useEffect(() => data?.rows.forEach(({ _id, name }) => rememberUserName(client, _id, name)), [client, data]);
  return (data?.rows ?? []).map(({ _id, name, email }) => ({ value: _id, label: `${isolated(name)} (${email})` }));
}

interface FiltersProps {
  filter: EveryonesFilter;
  change: (next: EveryonesFilter) => void;
}

function UserPill({ id, onRemove }: { id: string; onRemove: () => void }) {
  const { data } = useQuery(userNameQuery(id));
  return <FilterPill label={text.submissions.ofUser(data === undefined ? "…" : (data ?? text.submissions.goneUser))} onRemove={onRemove} />;
}

/** With which verdict, in which language, of what, and whose. */
export function EveryonesFilters({ filter, change }: FiltersProps) {
  const set = (userId: string | undefined) => change({ ...filter, userId, page: undefined });
  return (
    <Group mb="md" gap="sm">
      <SubmissionFilters filter={filter} change={change} />
      {filter.userId ? (
        <UserPill id={filter.userId} onRemove={() => set(undefined)} />
      ) : (
        <SearchPicker label={text.submissions.user} useFound={useFoundUsers} pick={set} />
      )}
    </Group>
  );
}
