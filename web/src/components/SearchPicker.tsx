import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";

import { text } from "@/lib/text";

const SEARCH_PAUSE_MS = 180;

interface PickerProps {
  label: string;
  /** The results of the server for the words; nothing is asked before the list is wanted. */
  useFound: (search: string, wanted: boolean) => { value: string; label: string }[];
  pick: (id: string) => void;
}

/** Chooses one of many that the server searches. What is chosen is shown elsewhere. */
export function SearchPicker({ label, useFound, pick }: PickerProps) {
  const [search, setSearch] = useState("");
  const [settled] = useDebouncedValue(search, SEARCH_PAUSE_MS);
  const [wanted, setWanted] = useState(false);
  const found = useFound(settled.trim(), wanted);
  return (
    <Select
      aria-label={label}
      placeholder={label}
      w={180}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      onDropdownOpen={() => setWanted(true)}
      // The server has looked already, at more than the label.
      filter={({ options }) => options}
      nothingFoundMessage={text.general.noneFound}
      data={found}
      value={null}
      onChange={(id) => id !== null && pick(id)}
    />
  );
}
