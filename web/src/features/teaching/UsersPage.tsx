import { Badge, Table, Text, TextInput, VisuallyHidden } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";

import { TextLink } from "@/components/links";
import { ListPager } from "@/components/ListPager";
import { Page } from "@/components/Page";
import { Empty, Failure, Loading } from "@/components/states";
import { TableFrame } from "@/components/TableFrame";
import { rememberUserName, USERS_A_PAGE, usersQuery, type UserFilter, type UserRow } from "@/lib/api/resources/users";
import { ago, exactTime } from "@/lib/format";
import { useSession } from "@/lib/session";
import { text } from "@/lib/text";

import styles from "./Teaching.module.css";
import { UserActions } from "./UserActions";

const SEARCH_PAUSE_MS = 180;

function UserTable({ rows }: { rows: UserRow[] }) {
  const session = useSession();
  const client = useQueryClient();
  const { columns } = text.users;
  return (
    <TableFrame label={text.users.title}>
      <Table highlightOnHover verticalSpacing="sm" className={styles.list}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{columns.name}</Table.Th>
            <Table.Th visibleFrom="xs">{columns.email}</Table.Th>
            <Table.Th>{columns.role}</Table.Th>
            <Table.Th visibleFrom="xs">{columns.state}</Table.Th>
            <Table.Th visibleFrom="xs">{columns.since}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{text.general.actions}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((user) => (
            <Table.Tr key={user._id}>
              <Table.Td className={styles.name}>
                <TextLink
                  to="/admin/submissions"
                  search={{ userId: user._id }}
                  fz="inherit"
                  c="var(--mantine-color-text)"
                  className="row-link"
                  onClick={() => rememberUserName(client, user._id, user.name)}
                >
                  <bdi>{user.name}</bdi>
                </TextLink>{" "}
                {user._id === session?.userId ? `(${text.users.you})` : ""}
                <Text size="xs" c="dimmed" hiddenFrom="xs">
                  {user.email}
                  {user.disabled ? ` · ${text.users.disabled}` : ""}
                </Text>
              </Table.Td>
              <Table.Td className={styles.name} visibleFrom="xs">
                {user.email}
              </Table.Td>
              <Table.Td>{text.people.roles[user.role]}</Table.Td>
              <Table.Td visibleFrom="xs">
                <Badge variant="default" tt="none" fw={550} className={styles.state}>
                  {user.disabled ? text.users.disabled : text.users.active}
                </Badge>
              </Table.Td>
              <Table.Td style={{ whiteSpace: "nowrap" }} visibleFrom="xs">
                <time dateTime={user.createdAt} title={exactTime(user.createdAt)}>
                  {ago(user.createdAt)}
                </time>
              </Table.Td>
              <Table.Td ta="right">
                <UserActions user={user} self={user._id === session?.userId} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

export function UsersPage() {
  const filter = useSearch({ from: "/signed-in/admin/users" });
  const navigate = useNavigate();
  const [typed, setTyped] = useState(filter.search ?? "");
  const { data, error, isPlaceholderData, refetch } = useQuery(usersQuery(filter));
  const change = (next: UserFilter) => void navigate({ to: "/admin/users", search: next, replace: true });
  const look = useDebouncedCallback((value: string) => change(value === "" ? {} : { search: value }), SEARCH_PAUSE_MS);
  return (
    <Page
      title={text.users.title}
      aside={
        data ? (
          <Text c="dimmed" size="sm" className="figure" role="status">
            {text.general.of(data.total, data.capped, text.users.one, text.users.many)}
          </Text>
        ) : null
      }
    >
      <TextInput
        type="search"
        aria-label={text.users.search}
        placeholder={text.users.search}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        mb="md"
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          look(event.currentTarget.value);
        }}
      />
      {data ? (
        <>
          {data.rows.length > 0 ? <UserTable rows={data.rows} /> : <Empty title={text.users.none} detail={text.users.noneHint} />}
          <ListPager list={data} size={USERS_A_PAGE} place={filter} stale={isPlaceholderData} go={(place) => change({ ...filter, ...place })} />
        </>
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Loading lines={10} />
      )}
    </Page>
  );
}
