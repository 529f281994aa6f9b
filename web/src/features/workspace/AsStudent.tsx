import { Alert, Button, Group } from "@mantine/core";
import { useCanGoBack, useNavigate, useRouter } from "@tanstack/react-router";

import { text } from "@/lib/text";

/** For a teacher who looks at a problem as a student: the way back to where they were. */
export function AsStudent({ problemId }: { problemId: string }) {
  const router = useRouter();
  const navigate = useNavigate();
  const known = useCanGoBack();
  const back = () => {
    if (known) router.history.back();
    else void navigate({ to: "/admin/problems/$id", params: { id: problemId } });
  };
  return (
    <Alert variant="light" color="ink" mb="md" className="quiet-alert no-print">
      <Group justify="space-between" gap="xs">
        {text.problem.asStudent}
        <Button size="compact-sm" variant="default" onClick={back}>
          {text.problem.backToEditing}
        </Button>
      </Group>
    </Alert>
  );
}
