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

/** Stores pasted or dropped images, and hands their Markdown over. */
export function useImages(problemId: string | undefined, insert: (markdown: string) => void) {
  const client = useQueryClient();
  const version = useVersionHere();
  const [trouble, setTrouble] = useState("");
  const store = useMutation({
    mutationFn: async (files: File[]) => {
      for (const file of files) {
        const { value: name, version: made } = await addImage(problemId ?? "", file);
        version?.made(made);
        await imageAdded(client, problemId ?? "");
        insert(markdownOf(file, name));
      }
    },
  });
  /** Whether there was an image among them. */
  const take = (files: FileList | null | undefined): boolean => {
    const images = [...(files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (images.length === 0) return false;
    const refused = images.find((file) => !TYPES.includes(file.type)) ? text.images.types : images.find((file) => file.size > IMAGE_MAX) ? text.images.tooLarge : "";
    setTrouble(problemId === undefined ? text.images.needDraft : refused);
    if (problemId !== undefined && refused === "") store.mutate(images);
    return true;
  };
  return { take, trouble, storing: store.isPending, error: store.error };
}
