import { Badge, Button, Group, SegmentedControl, Table, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconPackageImport, IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";

import { Difficulty } from "@/components/Difficulty";
import { ButtonLink, TextLink } from "@/components/links";
import { ListPager } from "@/components/ListPager";
import { Page } from "@/components/Page";
import { Empty, Failure, Loading } from "@/components/states";
import { TableFrame } from "@/components/TableFrame";
import { packagesOfferedQuery } from "@/lib/api/resources/packages";
import { PROBLEMS_A_PAGE, problemsQuery } from "@/lib/api/resources/problems";
import { ago, exactTime } from "@/lib/format";
import { text } from "@/lib/text";

import { ImportWindow } from "./ImportWindow";
import { RestoreButton } from "./RestoreButton";
import styles from "./Teaching.module.css";

const SEARCH_PAUSE_MS = 180;

export function ManageProblemsPage() {
  const filter = useSearch({ from: "/signed-in/admin/problems" });
  const navigate = useNavigate();
  const packages = useQuery(packagesOfferedQuery);
  const [importing, setImporting] = useState(false);
  const [typed, setTyped] = useState(filter.search ?? "");
  const { data, error, isPlaceholderData, refetch } = useQuery(problemsQuery(filter));
  const change = (next: typeof filter) => void navigate({ to: "/admin/problems", search: next, replace: true });
  const search = useDebouncedCallback((value: string) => change({ deleted: filter.deleted, search: value === "" ? undefined : value }), SEARCH_PAUSE_MS);
  const { columns } = text.teaching;
  return (
    <Page
      title={text.teaching.problems}
      aside={
        <Group gap="xs">
          {packages.data ? (
            <Button variant="default" leftSection={<IconPackageImport size={16} aria-hidden />} onClick={() => setImporting(true)}>
              {text.packages.import}
            </Button>
          ) : null}
          <ButtonLink to="/admin/problems/new" leftSection={<IconPlus size={16} aria-hidden />}>
            {text.teaching.newProblem}
          </ButtonLink>
        </Group>
      }
    >
      {importing ? <ImportWindow onClose={() => setImporting(false)} /> : null}
      <SegmentedControl
        mb="sm"
        aria-label={text.teaching.which}
        data={[
          { value: "kept", label: text.teaching.kept },
          { value: "deleted", label: text.teaching.deletedOnes },
        ]}
        value={filter.deleted === undefined ? "kept" : "deleted"}
        onChange={(value) => change({ search: filter.search, deleted: value === "deleted" ? 1 : undefined })}
      />
      <TextInput
        type="search"
        aria-label={text.teaching.search}
        placeholder={text.teaching.search}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        mb="md"
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
      />
      {data ? (
        data.rows.length > 0 ? (
          <TableFrame label={text.teaching.problems}>
            <Table highlightOnHover verticalSpacing="sm" className={styles.list}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{columns.title}</Table.Th>
                  <Table.Th>{columns.difficulty}</Table.Th>
                  <Table.Th ta="right" visibleFrom="xs">
                    {columns.tests}
                  </Table.Th>
                  <Table.Th>{columns.state}</Table.Th>
                  <Table.Th visibleFrom="xs">{filter.deleted ? text.teaching.deletedAt : columns.changed}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.rows.map((row) => (
                  <Table.Tr key={row._id}>
                    <Table.Td className={styles.name}>
                      <TextLink to="/admin/problems/$id" params={{ id: row._id }} fw={550} fz="inherit" c="var(--mantine-color-text)" className="row-link">
                        <bdi>{row.title}</bdi>
                      </TextLink>
                    </Table.Td>
                    <Table.Td>
                      <Difficulty value={row.difficulty} />
                    </Table.Td>
                    <Table.Td ta="right" className="figure" visibleFrom="xs">
                      {row.testCaseCount}
                    </Table.Td>
                    <Table.Td>
                      {filter.deleted ? (
                        <RestoreButton id={row._id} title={row.title} />
                      ) : (
                        <Badge variant="default" tt="none" fw={550} className={styles.state}>
                          {row.published ? text.teaching.published : text.teaching.draft}
                        </Badge>
                      )}
                    </Table.Td>
                    <Table.Td style={{ whiteSpace: "nowrap" }} visibleFrom="xs">
                      <time dateTime={row.updatedAt} title={exactTime(row.updatedAt)}>
                        {ago(row.updatedAt)}
                      </time>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            <ListPager list={data} size={PROBLEMS_A_PAGE} place={filter} stale={isPlaceholderData} go={(place) => change({ ...filter, ...place })} />
          </TableFrame>
        ) : (
          <Empty
            title={filter.search ? text.problems.noMatch : filter.deleted ? text.teaching.noneDeleted : text.teaching.none}
            detail={filter.search ? text.problems.noMatchHint : filter.deleted ? text.teaching.noneDeletedHint : text.teaching.noneHint}
          >
            <Group mt="xs">
              <ButtonLink to="/admin/problems/new">{text.teaching.newProblem}</ButtonLink>
            </Group>
          </Empty>
        )
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Loading lines={10} />
      )}
    </Page>
  );
}
