import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { addImage, imageAdded } from "@/lib/api/resources/problem_files";
import { text } from "@/lib/text";

import { useVersionHere } from "./problem_version";

const TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const IMAGE_MAX = 4 * 1024 * 1024;

/** The text for the image in Markdown; a name like "image.png" of the clipboard says nothing. */
const markdownOf = (file: File, name: string) => {
  const known = file.name.replace(/\.[^.]*$/, "").replace(/[[\]\\]/g, "");
  return `![${known === "image" ? text.images.alt : known}](${name})`;
};

/** A problem that is not stored yet: images need its draft. */
export interface DraftMaker {
  /** Its id; undefined where the form does not make one yet, and says why. */
  make: () => Promise<string | undefined>;
  /** With the images in its statement: saves it, and goes to its page. */
  finish: () => void;
}

/** Stores pasted or dropped images, and hands their Markdown over. Of a new problem the draft is made first. */
export function useImages(problemId: string | undefined, insert: (markdown: string) => void, draft?: DraftMaker) {
  const client = useQueryClient();
  const version = useVersionHere();
  const [trouble, setTrouble] = useState("");
  const store = useMutation({
    mutationFn: async (files: File[]) => {
      const id = problemId ?? (await draft?.make());
      if (id === undefined) {
        notifications.show({ color: "red", message: text.images.needDraft });
        return;
      }
      for (const file of files) {
        const { value: name, version: made } = await addImage(id, file);
        version?.made(made);
        await imageAdded(client, id);
        insert(markdownOf(file, name));
      }
      if (problemId === undefined) draft?.finish();
    },
  });
  /** Whether there was an image among them. */
  const take = (files: FileList | null | undefined): boolean => {
    const images = [...(files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (images.length === 0) return false;
    const refused = images.find((file) => !TYPES.includes(file.type)) ? text.images.types : images.find((file) => file.size > IMAGE_MAX) ? text.images.tooLarge : "";
    setTrouble(refused);
    if (refused === "") store.mutate(images);
    return true;
  };
  return { take, trouble, storing: store.isPending, error: store.error };
}
