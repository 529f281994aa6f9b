import { CloseButton, Group, Pill, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { languagesQuery } from "@/lib/api/endpoints/languages";
import type { SubmissionFilter } from "@/lib/api/endpoints/my_submissions";
import { problemTitleQuery } from "@/lib/api/endpoints/problem";
import { text } from "@/lib/text";
import { nameOf, STATUSES } from "@/lib/verdicts";

const statusOptions = STATUSES.map((value) => ({ value, label: nameOf(value) }));

/** A filter that stands in the address, with a way to be rid of it. */
export function FilterPill({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <Pill size="lg" maw={320}>
      <Group gap={2} wrap="nowrap" component="span">
        <span style={{ overflow: "hidden", textOverflow: "ellipsis" }}>{label}</span>
        <CloseButton size="xs" aria-label={text.submissions.removeFilter(label)} onClick={onRemove} />
      </Group>
    </Pill>
  );
}

function ProblemPill({ id, onRemove }: { id: string; onRemove: () => void }) {
  const { data, isError } = useQuery(problemTitleQuery(id));
  return <FilterPill label={text.submissions.ofProblem(data ?? (isError ? text.submissions.goneProblem : "…"))} onRemove={onRemove} />;
}

export function SubmissionFilters<F extends SubmissionFilter>({ filter, change }: { filter: F; change: (next: F) => void }) {
  const { data: languages } = useQuery(languagesQuery);
  const set = (some: Partial<SubmissionFilter>) => change({ ...filter, ...some, page: undefined });
  return (
    <Group mb="md" gap="sm">
      <Select
        aria-label={text.submissions.status}
        placeholder={text.submissions.status}
        data={statusOptions}
        value={filter.status ?? null}
        onChange={(value) => set({ status: (value ?? undefined) })}
        clearable
        clearButtonProps={{ "aria-label": text.submissions.removeFilter(text.submissions.status) }}
        w={200}
      />
      <Select
        aria-label={text.submissions.language}
        placeholder={text.submissions.language}
        data={(languages ?? []).map((one) => ({ value: one.id, label: one.name }))}
        value={filter.language ?? null}
        onChange={(value) => set({ language: value ?? undefined })}
        clearable
        clearButtonProps={{ "aria-label": text.submissions.removeFilter(text.submissions.language) }}
        w={160}
      />
      {filter.problemId ? <ProblemPill id={filter.problemId} onRemove={() => set({ problemId: undefined })} /> : null}
    </Group>
  );
}
