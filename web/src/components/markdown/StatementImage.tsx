import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { problemFileQuery } from "@/lib/api/resources/problem_files";

/** A figure of a problem's package. It is fetched with the token, and pictures from elsewhere are named, not loaded. */
export function StatementImage({ source, alt, problemId }: { source: string; alt: string; problemId: string | undefined }) {
  const own = problemId !== undefined && /^[a-zA-Z0-9_][a-zA-Z0-9_.-]*$/.test(source);
  const { data } = useQuery({ ...problemFileQuery(problemId ?? "", source), enabled: own });
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (data === undefined) return;
    const made = URL.createObjectURL(data);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [data]);
  if (!own) {
    return (
      <a href={source} target="_blank" rel="noreferrer noopener nofollow">
        {alt || source}
      </a>
    );
  }
  return url === undefined ? <em>{alt || source}</em> : <img src={url} alt={alt} />;
}
