// Draws the page, once its words are there.

import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { dropNamelessDrafts } from "@/lib/drafts";
import { printLight } from "@/lib/printing";
import { makeQueryClient } from "@/lib/query_client";

import { makeRouter } from "./router";
import { theme, variables } from "./theme";

dropNamelessDrafts();
printLight();
const queryClient = makeQueryClient();
const router = makeRouter(queryClient);

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" limit={3} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
